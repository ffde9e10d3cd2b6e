# crictl writes its own configuration; the process is found from its cgroup; the image goes through a pipe; the container is only stopped.
ssh node01 crictl config --set runtime-endpoint=unix:///var/run/containerd/containerd.sock

id=$(kubectl get pod shopfront -n lab -o jsonpath='{.status.containerStatuses[0].containerID}')
echo "pid: $(ssh node02 crictl inspect --output go-template --template '{{.info.pid}}' ${id#containerd://})" > /root/pid.txt

for node in node01 node02; do docker save offline:1 | ssh $node ctr -n k8s.io images import -; done
kubectl rollout restart deployment/offline -n lab

ssh node02 docker stop metrics-helper
kubectl rollout status deployment/offline -n lab --timeout=180s
sleep 5
