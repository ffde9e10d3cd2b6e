# fails: endpoint/lists
# The other way round: the runtime moved to where crictl looks.
ssh node01 systemctl stop containerd
ssh node01 'mkdir -p /var/run/crio; ln -s /run/containerd/containerd.sock /var/run/crio/crio.sock'
sleep 120
