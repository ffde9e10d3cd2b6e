ssh @{node2} bash <<'SSH'
@{fault.other}
systemctl enable --now kubelet
SSH
@{closed.other}
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
