ssh @{node2} "
  @{fault.mend}
  systemctl enable kubelet
  systemctl restart kubelet
"
@{closed.open}
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
