#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test-maven.sh -- what "make maven" makes is resolved by Maven, without a
# network, and needs nothing else.
. "${srcdir:-.}/tests/abi/tap.sh"

here=$top_srcdir/bindings/java
build=$PWD/bindings/java
if [ ! -e "$build/with-native/counterseal.jar" ]; then
	echo '1..0 # SKIP the Java package was not built'
	exit 0
fi
repository=$scratch/repository
sh "$here/make-maven" "$here" bindings/java "$repository" 2> "$bad"
ok "a repository is made" "$bad"

version=$(sed -n 's/^m4_define(\[cseal_[a-z]*\], \[\([0-9]*\)\])/\1/p' \
    "$top_srcdir/configure.ac" | paste -s -d .)
name=$repository/org/counterseal/counterseal/$version/counterseal-$version
for file in .jar .pom -sources.jar -javadoc.jar; do
	[ -s "$name$file" ] || echo "there is no $file" >> "$bad"
	[ "$(sha1sum < "$name$file" | cut -d' ' -f1)" = \
	    "$(cat "$name$file.sha1")" ] ||
		echo "$file has not that digest" >> "$bad"
done
ok "it has the version of configure.ac, and digests" "$bad"

"$JAVA_HOME/bin/jar" tf "$name.jar" | grep '\.class$' | grep -v '\$' |
    sed 's/class$/java/' | sort > "$scratch/classes"
"$JAVA_HOME/bin/jar" tf "$name-sources.jar" | grep '\.java$' |
    grep -v package-info | sort > "$scratch/sources"
diff "$scratch/classes" "$scratch/sources" > "$bad"
ok "every class has its source" "$bad"

"$JAVA_HOME/bin/jar" tf "$name-javadoc.jar" > "$scratch/pages"
while read -r class; do
	case $class in
	*/shim/* | module-info.java) continue ;;
	esac
	grep -q "^public " "$here/$class" || continue
	grep -qxF "org.counterseal/${class%java}html" "$scratch/pages" ||
		echo "there is no page of $class" >> "$bad"
done < "$scratch/sources"
grep '/shim/' "$scratch/pages" >> "$bad"
ok "every public class has its page, and nothing else" "$bad"

# As an extension of Maven: that is resolved without any plug-in.
jar=$name.jar
if command -v mvn > /dev/null; then
	mkdir -p "$scratch/consumer/.mvn"
	cat > "$scratch/consumer/.mvn/extensions.xml" <<END
<extensions>
  <extension>
    <groupId>org.counterseal</groupId>
    <artifactId>counterseal</artifactId>
    <version>$version</version>
  </extension>
</extensions>
END
	cat > "$scratch/consumer/pom.xml" <<'END'
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>consumer</groupId>
  <artifactId>consumer</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
</project>
END
	cat > "$scratch/settings.xml" <<END
<settings>
  <profiles>
    <profile>
      <id>here</id>
      <pluginRepositories>
        <pluginRepository>
          <id>here</id>
          <url>file://$repository</url>
        </pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>here</activeProfile></activeProfiles>
</settings>
END
	(cd "$scratch/consumer" && mvn -o -q -B -C -s "$scratch/settings.xml" \
	    -Daether.offline.protocols=file \
	    -Dmaven.repo.local="$scratch/local" validate) > "$scratch/said" 2>&1
	jar=$scratch/local/org/counterseal/counterseal/$version
	jar=$jar/counterseal-$version.jar
	[ -e "$jar" ] || cat "$scratch/said" >> "$bad"
	ok "Maven resolves it, offline, and believes its digests" "$bad"
else
	skip "Maven resolves it, offline, and believes its digests" \
	    "there is no mvn"
fi

(unset LD_LIBRARY_PATH && "$JAVA_HOME/bin/java" \
    -Djava.library.path=/nonexistent -cp "$jar" "$here/tests/Version.java") \
    > "$scratch/said" 2>&1
grep -qx "version $version" "$scratch/said" || cat "$scratch/said" > "$bad"
ok "the jar has all of C that it needs" "$bad"
tap_done
