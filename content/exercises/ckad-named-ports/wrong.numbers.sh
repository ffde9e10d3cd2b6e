# fails: expose/by-name
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: @{app}, namespace: @{namespace} }
spec:
  type: NodePort
  selector: { app: @{app} }
  ports: [{ name: web, port: @{port}, targetPort: 8080, nodePort: @{nodePort} }, { name: numbers, port: 9100, targetPort: 9105 }]
YAML
sleep 5
