# The configuration is written anew where that is possible, and the node is rebooted.
ssh @{node2} <<'REMOTE'
@{runtime.other}
@{network.other}
systemctl enable --now containerd
systemctl reboot
REMOTE
sleep 120
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
