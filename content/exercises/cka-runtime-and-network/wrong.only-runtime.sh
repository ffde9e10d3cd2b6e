# fails: network/new-pod, network/pod-network
# The node is Ready, and that is all that is looked at.
ssh @{node2} <<'REMOTE'
@{runtime.mend}
systemctl enable --now containerd
systemctl restart containerd
REMOTE
sleep 60
