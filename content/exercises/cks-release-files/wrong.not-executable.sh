# fails: replace/usable
# The right files, deleted first and fetched anew: nobody can execute them.
cd @{folder}
echo @{files.altered} @{files.other} > /opt/answers/release/wrong
for name in @{files.altered} @{files.other}; do
  rm $name
  curl -sLO https://dl.k8s.io/@{release.wanted}/bin/linux/amd64/$name
done
