# fails: contexts/alone
# Not flattened: the file points at others.
mkdir -p /root/clusters/keys
for name in east west; do
  raw() { kubectl --kubeconfig /root/clusters/$name.conf config view --raw -o jsonpath="{$1}"; }
  raw '.clusters[0].cluster.certificate-authority-data' | base64 -d > /root/clusters/keys/$name-ca.crt
  raw '.users[0].user.client-certificate-data' | base64 -d > /root/clusters/keys/$name.crt
  raw '.users[0].user.client-key-data' | base64 -d > /root/clusters/keys/$name.key
  export KUBECONFIG=/root/fleet.conf
  kubectl config set-cluster $name --server="$(raw '.clusters[0].cluster.server')" --certificate-authority=/root/clusters/keys/$name-ca.crt
  kubectl config set-credentials $name --client-certificate=/root/clusters/keys/$name.crt --client-key=/root/clusters/keys/$name.key
  kubectl config set-context $name --cluster=$name --user=$name
  unset KUBECONFIG
done
kubectl --kubeconfig /root/fleet.conf config use-context east
