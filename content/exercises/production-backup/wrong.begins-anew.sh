# fails: disaster/same
# An empty etcd starts, and the cluster is a new one.
bash /root/disaster.sh
sleep 60
kubectl create namespace archive
kubectl create configmap book -n archive --from-literal=pages=412
