#!/bin/sh
# What test_replay.py runs against: pywb, ReplayWeb.page and a browser's driver, put into the folder named.
# Wants chromium and npm on this machine (Debian: apt install chromium npm), and the package registries.
set -eu
folder=$1
here=$(dirname "$0")
for tool in chromium npm; do
    command -v "$tool" >/dev/null || { echo "$tool is needed: apt install $tool" >&2; exit 1; }
done
mkdir -p "$folder"
"${PYTHON:-python3}" -m venv "$folder/venv"
PIP_DISABLE_PIP_VERSION_CHECK=1 "$folder/venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
cd "$folder"
npm pack --silent replaywebpage@2.5.3 >/dev/null
tar -xzf replaywebpage-2.5.3.tgz package/ui.js package/sw.js
