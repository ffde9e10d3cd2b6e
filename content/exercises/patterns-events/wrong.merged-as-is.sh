# fails: contexts/west, contexts/east, contexts/default
# Everything is called the same: the first file wins, and west has vanished.
KUBECONFIG=/root/clusters/east.conf:/root/clusters/west.conf kubectl config view --flatten --raw > /root/fleet.conf
