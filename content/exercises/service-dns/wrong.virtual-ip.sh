# fails: members/srv
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata: {name: db, namespace: data}
spec:
  selector: {app: db}
  ports: [{name: redis, port: 6379}]
YAML
sleep 5
