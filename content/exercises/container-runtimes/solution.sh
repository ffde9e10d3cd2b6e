ssh node01 'printf "runtime-endpoint: unix:///run/containerd/containerd.sock\nimage-endpoint: unix:///run/containerd/containerd.sock\n" > /etc/crictl.yaml'

id=$(ssh node02 crictl ps --name shopfront -q)
ssh node02 crictl inspect "$id" | jq .info.pid > /root/pid.txt

docker save offline:1 -o /root/offline.tar
for node in node01 node02; do
	scp -q /root/offline.tar $node:/root/
	ssh $node ctr --namespace k8s.io images import /root/offline.tar
done
kubectl delete pods --namespace=lab --selector=app=offline

ssh node02 docker rm -f metrics-helper

kubectl rollout status deployment/offline --namespace=lab --timeout=180s
sleep 5
