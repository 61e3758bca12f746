/* SPDX-License-Identifier: Apache-2.0 */
/* config.c -- the configuration.
 *
 * Lines: blank, "# comment", "[section]", "key = value".  A '#' after a
 * value belongs to the value, since it stands in URIs.  Entries are kept in
 * the order read and never change afterwards. */
#include "config.h"

#include "bytes.h"
#include "error.h"
#include "folder.h"
#include "line.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct entry {
	char *section, *key, *value;
};

struct csi_config {
	struct entry *entries;
	size_t count, room;
};

/* One file while it is read. */
struct source {
	const char *path;
	unsigned line;
	char section[CSI_CONFIG_NAME_MOST + 1]; /* empty before the first */
};

static cseal_status
complain(const struct source *source, const char *what, cseal_error **ret_error)
{
	return cseal_fail(ret_error, CSEAL_SETUP_CONFIG, "%s:%u: %s",
	    source->path, source->line, what);
}

static bool
is_blank(uint8_t byte)
{
	return byte == ' ' || byte == '\t';
}

static struct csi_span
trimmed(struct csi_span span)
{
	while (span.len != 0 && is_blank(span.at[0])) {
		span.at++;
		span.len--;
	}
	while (span.len != 0 && is_blank(span.at[span.len - 1]))
		span.len--;
	return span;
}

static char *
text_of(struct csi_span span)
{
	return strndup((const char *)span.at, span.len);
}

static void
free_entry(struct entry *entry)
{
	free(entry->section);
	free(entry->key);
	free(entry->value);
}

static cseal_status
add_entry(csi_config *config, const char *section, struct csi_span key,
    struct csi_span value, cseal_error **ret_error)
{
	struct entry entry;

	if (config->count == config->room) {
		size_t room = config->room == 0 ? 32 : 2 * config->room;
		struct entry *entries =
		    reallocarray(config->entries, room, sizeof(*entries));

		if (entries == NULL)
			return csi_fail_memory(ret_error);
		config->entries = entries;
		config->room = room;
	}
	entry.section = strdup(section);
	entry.key = text_of(key);
	entry.value = text_of(value);
	if (entry.section == NULL || entry.key == NULL || entry.value == NULL) {
		free_entry(&entry);
		return csi_fail_memory(ret_error);
	}
	config->entries[config->count++] = entry;
	return CSEAL_OK;
}

static cseal_status
read_section(
    struct source *source, struct csi_span line, cseal_error **ret_error)
{
	struct csi_span name = { line.at + 1, line.len - 1 };

	if (line.at[line.len - 1] != ']')
		return complain(source, "']' was missing", ret_error);
	name.len--;
	name = trimmed(name);
	if (name.len == 0 || name.len > CSI_CONFIG_NAME_MOST ||
	    memchr(name.at, '[', name.len) != NULL ||
	    memchr(name.at, ']', name.len) != NULL)
		return complain(
		    source, "the section's name was not one", ret_error);
	memcpy(source->section, name.at, name.len);
	source->section[name.len] = '\0';
	return CSEAL_OK;
}

static bool
is_key(struct csi_span key)
{
	static const char allowed[] =
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

	if (key.len == 0 || key.len > CSI_CONFIG_NAME_MOST)
		return false;
	for (size_t i = 0; i < key.len; i++) {
		if (memchr(allowed, key.at[i], sizeof(allowed) - 1) == NULL)
			return false;
	}
	return true;
}

static cseal_status
read_value(csi_config *config, const struct source *source,
    struct csi_span line, cseal_error **ret_error)
{
	const uint8_t *equals = memchr(line.at, '=', line.len);
	struct csi_span key, value;

	if (equals == NULL)
		return complain(source,
		    "neither a comment, nor [section], nor key = value",
		    ret_error);
	key.at = line.at;
	key.len = (size_t)(equals - line.at);
	key = trimmed(key);
	value.at = equals + 1;
	value.len = line.len - (size_t)(value.at - line.at);
	value = trimmed(value);
	if (!is_key(key))
		return complain(source, "the key was not one", ret_error);
	if (source->section[0] == '\0')
		return complain(
		    source, "a key stood before the first section", ret_error);
	if (config->count == CSI_CONFIG_ENTRIES_MOST)
		return complain(
		    source, "there were too many entries", ret_error);
	return add_entry(config, source->section, key, value, ret_error);
}

/* Tabs may stand between words. */
static bool
is_text(struct csi_span line)
{
	const char *text = (const char *)line.at;
	const char *tab;
	size_t left = line.len, len;

	while (left != 0 && (tab = memchr(text, '\t', left)) != NULL) {
		len = (size_t)(tab - text);
		if (!csi_line_is_clean(text, len))
			return false;
		text = tab + 1;
		left -= len + 1;
	}
	return csi_line_is_clean(text, left);
}

static cseal_status
read_line(csi_config *config, struct source *source, struct csi_span line,
    cseal_error **ret_error)
{
	if (line.len != 0 && line.at[line.len - 1] == '\r')
		line.len--;
	if (line.len > CSI_CONFIG_LINE_MOST)
		return complain(source, "the line was too long", ret_error);
	if (!is_text(line))
		return complain(
		    source, "the line was not UTF-8 text", ret_error);
	line = trimmed(line);
	if (line.len == 0 || line.at[0] == '#')
		return CSEAL_OK;
	if (line.at[0] == '[')
		return read_section(source, line, ret_error);
	return read_value(config, source, line, ret_error);
}

static cseal_status
read_lines(csi_config *config, const char *path, struct csi_span rest,
    cseal_error **ret_error)
{
	static const uint8_t mark[] = { 0xef, 0xbb, 0xbf };
	struct source source = { .path = path };
	struct csi_span line;
	const uint8_t *end;
	cseal_status st;

	/* Some editors put a byte order mark before UTF-8. */
	if (rest.len >= sizeof(mark) && memcmp(rest.at, mark, 3) == 0) {
		rest.at += sizeof(mark);
		rest.len -= sizeof(mark);
	}
	while (rest.len != 0) {
		end = memchr(rest.at, '\n', rest.len);
		line.at = rest.at;
		line.len = end == NULL ? rest.len : (size_t)(end - rest.at);
		source.line++;
		st = read_line(config, &source, line, ret_error);
		if (st != CSEAL_OK)
			return st;
		rest.at += line.len;
		rest.len -= line.len;
		if (end != NULL) {
			rest.at++;
			rest.len--;
		}
	}
	return CSEAL_OK;
}

static cseal_status
fail_errno(const char *path, const char *what, cseal_error **ret_error)
{
	int number = errno;

	return cseal_fail(ret_error, csi_status_of_errno(number),
	    "could not %s %s: %s", what, path, strerror(number));
}

static cseal_status
slurp(
    int fd, const char *path, struct csi_bytes *bytes, cseal_error **ret_error)
{
	struct stat meta;
	uint8_t *room;
	ssize_t len;

	if (fstat(fd, &meta) != 0)
		return fail_errno(path, "look at", ret_error);
	if (!S_ISREG(meta.st_mode))
		return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
		    "%s was not a regular file", path);
	do {
		room = csi_bytes_room(bytes, 4096);
		if (room == NULL)
			return csi_fail_memory(ret_error);
		len = read(fd, room, 4096);
		if (len < 0 && errno == EINTR)
			continue;
		if (len < 0)
			return fail_errno(path, "read", ret_error);
		bytes->len += (size_t)len;
		if (bytes->len > CSI_CONFIG_FILE_MOST)
			return cseal_fail(ret_error, CSEAL_SETUP_CONFIG,
			    "%s was larger than %lu bytes", path,
			    (unsigned long)CSI_CONFIG_FILE_MOST);
	} while (len != 0);
	return CSEAL_OK;
}

static cseal_status
read_file(csi_config *config, const char *path, bool may_miss,
    cseal_error **ret_error)
{
	struct csi_bytes bytes = { 0 };
	cseal_status st;
	/* Not blocked by a FIFO, and no terminal becomes ours. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0 && may_miss && (errno == ENOENT || errno == ENOTDIR))
		return CSEAL_OK;
	if (fd < 0)
		return fail_errno(path, "open", ret_error);
	st = slurp(fd, path, &bytes, ret_error);
	close(fd);
	if (st == CSEAL_OK)
		st =
		    read_lines(config, path, csi_bytes_span(&bytes), ret_error);
	csi_bytes_free(&bytes);
	return st;
}

/* conf.d/ beside the file, which may be missing as well. */
static cseal_status
read_folder(
    csi_config *config, const char *system_config, cseal_error **ret_error)
{
	struct csi_folder folder = { 0 };
	const char *slash = strrchr(system_config, '/');
	char *beside = NULL, *path = NULL;
	cseal_status st = CSEAL_OK;

	beside = strndup(system_config, (size_t)(slash - system_config));
	if (beside != NULL)
		path = csi_folder_path(beside, "conf.d");
	free(beside);
	if (path == NULL)
		return csi_fail_memory(ret_error);
	st = csi_folder_read(
	    path, ".conf", CSI_CONFIG_FOLDER_MOST, &folder, ret_error);
	for (size_t i = 0; st == CSEAL_OK && i < folder.count; i++) {
		char *file = csi_folder_path(path, folder.names[i]);

		st = file == NULL ? csi_fail_memory(ret_error)
				  : read_file(config, file, false, ret_error);
		free(file);
	}
	csi_folder_free(&folder);
	free(path);
	return st;
}

cseal_status
csi_config_new(const char *system_config, const char *user_config,
    csi_config **ret_config, cseal_error **ret_error)
{
	csi_config *config;
	cseal_status st;

	if (system_config[0] != '/')
		return cseal_fail(ret_error, CSEAL_FAULT_APPLICATION,
		    "the path of the system's configuration, %s, was not "
		    "absolute",
		    system_config);
	config = calloc(1, sizeof(*config));
	if (config == NULL)
		return csi_fail_memory(ret_error);
	st = read_file(config, system_config, true, ret_error);
	if (st == CSEAL_OK)
		st = read_folder(config, system_config, ret_error);
	if (st == CSEAL_OK && user_config != NULL)
		st = read_file(config, user_config, false, ret_error);
	if (st != CSEAL_OK) {
		csi_config_free(config);
		return st;
	}
	*ret_config = config;
	return CSEAL_OK;
}

/* The first entry from number i on of that name, or NULL. */
static const struct entry *
entry_from(
    const csi_config *config, size_t i, const char *section, const char *key)
{
	for (; i < config->count; i++) {
		const struct entry *entry = &config->entries[i];

		if (strcmp(entry->section, section) == 0 &&
		    strcmp(entry->key, key) == 0)
			return entry;
	}
	return NULL;
}

/* Where the values that count begin: behind the last empty one. */
static size_t
start_of(const csi_config *config, const char *section, const char *key)
{
	const struct entry *entry;
	size_t start = 0, i = 0;

	while ((entry = entry_from(config, i, section, key)) != NULL) {
		i = (size_t)(entry - config->entries) + 1;
		if (entry->value[0] == '\0')
			start = i;
	}
	return start;
}

const char *
csi_config_value_at(
    const csi_config *config, const char *section, const char *key, size_t i)
{
	const struct entry *entry;
	size_t from = start_of(config, section, key);

	while ((entry = entry_from(config, from, section, key)) != NULL) {
		if (i-- == 0)
			return entry->value;
		from = (size_t)(entry - config->entries) + 1;
	}
	return NULL;
}

const char *
csi_config_value(const csi_config *config, const char *section, const char *key)
{
	const char *value = NULL;

	for (size_t i = config->count; i-- != 0 && value == NULL;) {
		const struct entry *entry = &config->entries[i];

		if (strcmp(entry->section, section) == 0 &&
		    strcmp(entry->key, key) == 0)
			value = entry->value;
	}
	return value == NULL || value[0] == '\0' ? NULL : value;
}

bool
csi_config_entry(const csi_config *config, size_t i, const char **ret_section,
    const char **ret_key, const char **ret_value)
{
	if (i >= config->count)
		return false;
	*ret_section = config->entries[i].section;
	*ret_key = config->entries[i].key;
	*ret_value = config->entries[i].value;
	return true;
}

void
csi_config_free(csi_config *config)
{
	if (config == NULL)
		return;
	for (size_t i = 0; i < config->count; i++)
		free_entry(&config->entries[i]);
	free(config->entries);
	free(config);
}
