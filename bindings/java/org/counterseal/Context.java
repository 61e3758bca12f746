// SPDX-License-Identifier: Apache-2.0
package org.counterseal;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.counterseal.shim.ContextOptions;
import org.counterseal.shim.DeviceList;
import org.counterseal.shim.FindingList;
import org.counterseal.shim.Scope;
import org.counterseal.shim.Shim;

/** One installation of modules, its configuration, its log, and its devices. */
public final class Context extends Handle {
  final org.counterseal.shim.Context shim;

  /** What it may be opened with; all of it may be left out. */
  public static final class Options {
    private Path systemConfig, userConfig, moduleDir;
    private LogSink log;
    private LogLevel level = LogLevel.WARNING;

    /** What is installed. */
    public Options() {}

    /** The system's configuration file instead of the installed one; may be missing. */
    public Options systemConfig(Path file) {
      systemConfig = file;
      return this;
    }

    /** One more file, which overrides it; must exist. */
    public Options userConfig(Path file) {
      userConfig = file;
      return this;
    }

    /** The folder of the modules instead of the installed one. */
    public Options moduleDir(Path folder) {
      moduleDir = folder;
      return this;
    }

    /** Who gets lines of the log, and up to which level. */
    public Options log(LogSink sink, LogLevel upTo) {
      log = sink;
      level = upTo;
      return this;
    }
  }

  private static final class Log extends org.counterseal.shim.LogSink {
    private final LogSink sink;

    Log(LogSink sink) {
      this.sink = sink;
    }

    @Override
    public void log(int level, String origin, String text) {
      sink.log(LogLevel.of(level), origin, text);
    }
  }

  /** With what is installed. */
  public Context() throws CountersealException {
    this(new Options());
  }

  /**
   * Reads the configuration; loads no module yet.
   *
   * @throws SetupException SETUP_CONFIG, SETUP_FILE
   */
  public Context(Options options) throws CountersealException {
    try (Scope scope = new Scope()) {
      ContextOptions given = scope.keep(new ContextOptions());
      Log log = options.log == null ? null : new Log(options.log);
      given.system_config(name(options.systemConfig));
      given.user_config(name(options.userConfig));
      given.module_dir(name(options.moduleDir));
      if (log != null) given.log(log, options.level.value);
      shim = new org.counterseal.shim.Context(given);
      shim.kept = log;
    }
  }

  /** As the library wants it: absolute, and on the disk. */
  static String name(Path path) {
    return path == null ? null : path.toFile().getAbsolutePath();
  }

  static org.counterseal.shim.Context shim(Context context) {
    return context == null ? null : context.shim;
  }

  @Override
  public void close() {
    shim.close();
    shim.leftover.closed();
  }

  /** The version of the library that is running, such as "0.1.0". */
  public static String version() {
    return Shim.version();
  }

  /**
   * Loads one more module, which takes precedence over an installed one of the same id.
   *
   * @throws SetupException SETUP_MODULE_UNFIT
   */
  public void loadModule(Path path) throws CountersealException {
    shim.load_module(name(Objects.requireNonNull(path, "path")));
  }

  /** The configured value, or null. */
  public String setting(String section, String key) {
    Objects.requireNonNull(section, "section");
    return shim.setting(section, Objects.requireNonNull(key, "key"));
  }

  /** What is there, and what is configured, of these kinds; of none: of all. */
  public List<Device> devices(Kind... kinds) throws CountersealException {
    return devices(Limit.NONE, kinds);
  }

  /**
   * The same. Takes as long as the slowest module; one that fails is logged and left out.
   *
   * @throws StoppedException the time ran out, or it was cancelled
   */
  public List<Device> devices(Limit limit, Kind... kinds) throws CountersealException {
    try (Scope scope = new Scope()) {
      DeviceList found = scope.keep(shim.devices(bits(kinds), limit.ms(), limit.shim()));
      return list(found.count(), found::at, Device::of);
    }
  }

  /** Devices of these kinds that come and go; of none: of all. */
  public DeviceWatch watch(Kind... kinds) throws CountersealException {
    return new DeviceWatch(this, bits(kinds));
  }

  /** Why something is not there: asks the core and every module. */
  public List<Finding> doctor() throws CountersealException {
    try (Scope scope = new Scope()) {
      FindingList found = scope.keep(shim.doctor());
      return list(found.count(), found::at, Finding::of);
    }
  }

  private static long bits(Kind... kinds) {
    long bits = 0;
    for (Kind kind : kinds) bits |= 1L << kind.value;
    return bits;
  }
}
