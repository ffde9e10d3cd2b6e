# fails: doors/no-more
# cluster-admin opens every door, also those that should stay shut.
kubectl config --kubeconfig=/root/reporter.conf set-credentials reporter --token="$(kubectl create token reporter -n press --duration=8h)"
kubectl create clusterrolebinding reporter --clusterrole=cluster-admin --serviceaccount=press:reporter
sed -i '$a\      resources: {requests: {cpu: 100m, memory: 64Mi}}' /root/story.yaml
kubectl --kubeconfig=/root/reporter.conf create -f /root/story.yaml
sleep 20
