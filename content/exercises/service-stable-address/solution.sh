kubectl expose deployment catalog --port=80 --target-port=8080

kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
    - port: 80
      targetPort: web
YAML

kubectl set selector service ledger -n bank app=ledger

kubectl patch deployment teller -n bank --type=json \
  -p '[{"op":"replace","path":"/spec/template/spec/containers/0/readinessProbe/httpGet/path","value":"/"}]'
kubectl rollout status deployment/teller -n bank --timeout=180s

kubectl patch service vault -n bank --type=json -p '[{"op":"replace","path":"/spec/ports/0/targetPort","value":8080}]'
sleep 5
