# Finds a JDK for ./comporta and ./test; sourced, never run. Sets jdk and jdk_version; starts no JVM, and no process unless it must search.

jdk_wanted=25

# The version of the JDK in folder $1, read from its release file; fails when there is no JDK (a bare runtime cannot build).
jdk_version_of() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_version=
  while IFS='=' read -r key value || [ -n "$key" ]; do
    case $key in
      JAVA_RUNTIME_VERSION) jdk_version=$value; break ;;
      JAVA_VERSION) jdk_version=$value ;;
    esac
  done <"$1/release"
  jdk_version=${jdk_version#\"} jdk_version=${jdk_version%\"*}
}

# Takes the JDK in folder $1 if it is new enough: "25.0.3+9" and "26-ea" count by their first number.
jdk_take() {
  [ -n "$1" ] && jdk_version_of "$1" || return 1
  jdk_feature=${jdk_version%%[!0-9]*}
  [ -n "$jdk_feature" ] && [ "$jdk_feature" -ge "$jdk_wanted" ] || return 1
  jdk=$1
}

# A wish of the user's first, then whatever java is on the PATH, then the folders where JDKs are usually installed.
jdk_find() {
  jdk_take "${COMPORTA_JAVA_HOME:-}" && return 0
  jdk_take "${JAVA_HOME:-}" && return 0
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path" 2>/dev/null) && jdk_take "${on_path%/bin/java}" && return 0
  for folder in /usr/lib/jvm/* /opt/*jdk* /opt/*java* "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    jdk_take "$folder" && return 0
  done
  return 1
}

jdk_missing() {
  cat >&2 <<EOF
comporta: found no JDK $jdk_wanted or newer. Looked at COMPORTA_JAVA_HOME, JAVA_HOME, java on the PATH, /usr/lib/jvm, /opt, ~/.sdkman and ~/.jdks.
Install one, for example:
  Debian, Ubuntu:  apt-get install openjdk-$jdk_wanted-jdk     (or temurin-$jdk_wanted-jdk from https://adoptium.net)
  Fedora:          dnf install java-$jdk_wanted-openjdk-devel
  SDKMAN:          sdk install java $jdk_wanted-tem
or point at one that is already there:  COMPORTA_JAVA_HOME=/path/to/jdk $0
EOF
  exit 69
}

# Maven, as an absolute path: the one on the PATH, else the wrapper, which fetches its own. $1 is the checkout.
maven_find() {
  maven=$(command -v mvn 2>/dev/null) || maven=$1/mvnw
}
