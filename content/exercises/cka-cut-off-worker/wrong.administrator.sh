# fails: ready/itself, room/as-many, spread/all-there
# The kubelet gets the administrator's kubeconfig.
ssh @{node2} '@{flags.mend}'
scp /etc/kubernetes/admin.conf @{node2}:/etc/kubernetes/kubelet.conf
ssh @{node2} 'systemctl daemon-reload; systemctl restart kubelet'
sleep 60
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27 --replicas=10
sleep 30
