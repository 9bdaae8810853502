#!/bin/sh
# Installs Schemathesis, which guesses at the HTTP API by its description, into the folder $1: comporta.api.SchemathesisTest runs it from
# target/schemathesis of the checkout, or from where COMPORTA_SCHEMATHESIS says. Wants python3 with venv, and PyPI.
set -e
version=4.32.5
[ -n "$1" ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
if [ "$("$1/bin/schemathesis" --version 2>/dev/null)" != "schemathesis, version $version" ]; then
  python3 -m venv "$1"
  "$1/bin/pip" install -q --disable-pip-version-check "schemathesis==$version"
fi
"$1/bin/schemathesis" --version >&2
