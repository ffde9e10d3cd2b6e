# fails: find/named, replace/same
# Only the file of another version is found: the one with a changed byte says the right version.
echo @{files.other} > /opt/answers/release/wrong
curl -sLo @{folder}/@{files.other} https://dl.k8s.io/@{release.wanted}/bin/linux/amd64/@{files.other}
chmod 755 @{folder}/@{files.other}
