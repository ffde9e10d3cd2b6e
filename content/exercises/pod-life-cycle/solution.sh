cat > pair.yaml <<'YAML'
apiVersion: v1
kind: Pod
metadata:
  name: pair
spec:
  containers:
    - name: web
      image: nginx:1.27
    - name: tool
      image: busybox:1.36
      command: [sleep, infinity]
YAML
kubectl apply -f pair.yaml

kubectl run report --image=busybox:1.36 --restart=Never --command -- echo "report ready"

kubectl describe pod worker -n clinic | grep 'Exit Code' | head -n 1 > /root/worker.txt
kubectl logs worker -n clinic --previous | tail -n 1 >> /root/worker.txt

kubectl delete pod ledger -n clinic
kubectl run ledger -n clinic --image=postgres:17 --env=POSTGRES_PASSWORD=example

kubectl delete pod stubborn -n clinic
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: stubborn
  namespace: clinic
spec:
  terminationGracePeriodSeconds: 3
  containers:
    - name: stubborn
      image: busybox:1.36
      command: [sleep, "3600"]
YAML

kubectl wait --for=condition=Ready pod/pair --timeout=120s
kubectl wait --for=condition=Ready pod/ledger pod/stubborn -n clinic --timeout=120s
kubectl wait --for=jsonpath='{.status.phase}'=Succeeded pod/report --timeout=120s
