# fails: ready/itself, ready/pods-run, spread/all-there
# The node is deleted, and its kubelet still does not start.
ssh @{node2} '@{credentials.mend}; systemctl restart kubelet'
kubectl delete node @{node2}
kubectl create deployment @{app} -n @{namespace} --image=nginx:1.27 --replicas=10
sleep 60
