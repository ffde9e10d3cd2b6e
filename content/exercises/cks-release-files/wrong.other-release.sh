# fails: find/named, replace/same
# Compared with the release before, where only the file of that release fits.
cd @{folder}
for name in kubectl kube-proxy kube-scheduler; do
  echo "$(curl -sL https://dl.k8s.io/@{release.older}/bin/linux/amd64/$name.sha512)  $name" | sha512sum --check --status || echo $name >> /opt/answers/release/wrong
done
