# The files themselves compared, sums of the other kind; installed with their mode; names on one line.
mkdir /root/clean
cd /root/clean
for name in kube-proxy kube-scheduler kubectl; do
  curl -sLO https://dl.k8s.io/release/@{release.wanted}/bin/linux/amd64/$name
  cmp -s $name @{folder}/$name && continue
  printf '%s ' $name >> /opt/answers/release/wrong
  install -m 755 $name @{folder}/$name
done
