# fails: gate/accepts, gate/server, gate/tags, gate/limits
# grep reads lines and not objects: a registry's port looks like a tag, a note like an image.
cat > /root/ci/check.sh <<'SH'
grep -q ':latest' "$1" && exit 1
grep 'image:' "$1" | grep -qv ':[^ ]' && exit 1
grep -q 'memory:' "$1" || exit 1
exit 0
SH
