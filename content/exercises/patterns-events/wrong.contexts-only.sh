# fails: contexts/west
# Contexts of different names, but both mean the cluster "kubernetes" and the user "kubernetes-admin".
cp /root/clusters/east.conf /tmp/east.conf
cp /root/clusters/west.conf /tmp/west.conf
for name in east west; do kubectl --kubeconfig /tmp/$name.conf config rename-context kubernetes-admin@kubernetes $name; done
KUBECONFIG=/tmp/east.conf:/tmp/west.conf kubectl config view --flatten --raw > /root/fleet.conf
