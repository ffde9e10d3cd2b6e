ssh @{node2} '
  @{flags.mend}
  @{credentials.mend}
  sed -i /maxPods/d /var/lib/kubelet/config.yaml
  systemctl daemon-reload
  systemctl restart kubelet
'
kubectl wait --for=condition=Ready node/@{node2} --timeout=3m
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27 --replicas=10
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"nodeSelector": {"kubernetes.io/hostname": "@{node2}"}}}}}'
kubectl rollout status deployment/@{app} -n @{namespace}
sleep 10
