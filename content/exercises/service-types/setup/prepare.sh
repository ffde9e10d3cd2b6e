kubectl create deployment hello --image=gcr.io/google-samples/hello-app:1.0 --replicas=2
kubectl expose deployment hello --port=80 --target-port=8080
kubectl run client --image=busybox:1.36 --labels=app=client --command -- sleep infinity

kubectl create namespace shop
kubectl create deployment front -n shop --image=gcr.io/google-samples/hello-app:1.0 --replicas=2
kubectl create deployment edge -n shop --image=gcr.io/google-samples/hello-app:2.0 --replicas=2
kubectl expose deployment edge -n shop --port=80 --target-port=8080 --type=LoadBalancer
kubectl create deployment cart -n shop --image=gcr.io/google-samples/hello-app:1.0 --replicas=3
kubectl expose deployment cart -n shop --port=80 --target-port=8080

kubectl create namespace data
kubectl create deployment peers -n data --image=registry.k8s.io/e2e-test-images/agnhost:2.53 --replicas=3 -- /agnhost netexec --http-port=8080

kubectl create namespace audit
kubectl apply -n audit -f - <<'YAML'
apiVersion: apps/v1
kind: Deployment
metadata:
  name: recorder
spec:
  replicas: 1
  selector:
    matchLabels: {app: recorder}
  template:
    metadata:
      labels: {app: recorder}
    spec:
      containers:
        - name: whoami
          image: traefik/whoami:v1.10
          ports:
            - {name: web, containerPort: 80}
---
apiVersion: v1
kind: Service
metadata:
  name: recorder
spec:
  type: NodePort
  selector: {app: recorder}
  ports:
    - {port: 80, targetPort: web, nodePort: 30090}
YAML

kubectl apply -f https://raw.githubusercontent.com/metallb/metallb/v0.15.2/config/manifests/metallb-native.yaml
for name in default/hello shop/front shop/edge shop/cart data/peers audit/recorder; do
  kubectl rollout status deployment/${name#*/} -n ${name%/*} --timeout=180s
done
kubectl rollout status deployment/controller -n metallb-system --timeout=180s
kubectl rollout status daemonset/speaker -n metallb-system --timeout=180s
kubectl wait --for=condition=Ready pod/client --timeout=120s
sleep 20
