kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: front
  namespace: shop
spec:
  type: NodePort
  selector:
    app: front
  ports:
    - port: 80
      targetPort: 8080
      nodePort: 30080
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: office
  namespace: metallb-system
spec:
  addresses:
    - 172.30.1.200-172.30.1.220
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: office
  namespace: metallb-system
---
apiVersion: v1
kind: Service
metadata:
  name: peers
  namespace: data
spec:
  clusterIP: None
  selector:
    app: peers
  ports:
    - port: 8080
YAML

kubectl patch service recorder -n audit -p '{"spec":{"externalTrafficPolicy":"Local"}}'
kubectl scale deployment recorder -n audit --replicas=2
kubectl rollout status deployment/recorder -n audit --timeout=180s

kubectl patch service cart -n shop -p '{"spec":{"sessionAffinity":"ClientIP"}}'
sleep 15
