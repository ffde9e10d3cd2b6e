# fails: room/as-many, spread/all-there
# Room for just these Pods, spread over both workers.
ssh @{node2} '@{flags.mend}; @{credentials.mend}; sed -i "s/maxPods.*/maxPods: 20/" /var/lib/kubelet/config.yaml; systemctl daemon-reload; systemctl restart kubelet'
sleep 60
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27 --replicas=10
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
