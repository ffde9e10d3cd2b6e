ssh @{node2} "
  @{runtime.mend}
  systemctl enable containerd
  systemctl restart containerd
  @{network.mend}
"
kubectl wait --for=condition=Ready node/@{node2} --timeout=120s
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=180s
sleep 30
