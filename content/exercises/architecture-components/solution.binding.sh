# By hand what the scheduler does: a Binding. The name is read off the YAML, the static Pod is laid with scp.
echo night-batch > /root/who.txt

kubectl run beacon --image=nginx:1.27 --dry-run=client -o yaml > beacon.yaml
scp beacon.yaml node01:/etc/kubernetes/manifests/

mv /etc/kubernetes/manifests/kube-scheduler.yaml /root/
sleep 25
kubectl run solo --image=nginx:1.27
cat > binding.json <<'JSON'
{"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "solo"}, "target": {"apiVersion": "v1", "kind": "Node", "name": "node02"}}
JSON
kubectl create --raw /api/v1/namespaces/default/pods/solo/binding -f binding.json
mv /root/kube-scheduler.yaml /etc/kubernetes/manifests/
sleep 40

/root/outage.sh
cp /etc/kubernetes/manifests/kube-controller-manager.yaml /root/broken.yaml
sed 's#kubeconfig=.*#kubeconfig=/etc/kubernetes/controller-manager.conf#' /root/broken.yaml > /etc/kubernetes/manifests/kube-controller-manager.yaml
sleep 60
