# fails: lasting/after-reboot
ssh @{node2} <<'REMOTE'
@{runtime.mend}
@{network.mend}
systemctl restart containerd
REMOTE
sleep 90
