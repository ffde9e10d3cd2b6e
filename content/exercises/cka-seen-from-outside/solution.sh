@{fault.mend}
kubectl patch service @{edge} -n @{namespace} -p '{"spec": {"externalTrafficPolicy": "Local"}}'
kubectl get service @{edge} -n @{namespace} -o jsonpath='{.spec.healthCheckNodePort}' > /opt/answers/edge/health.txt
echo @{place.node} > /opt/answers/edge/node.txt
kubectl apply -f - <<'YAML'
apiVersion: v1
kind: Service
metadata:
  name: @{inner}-outside
  namespace: @{namespace}
spec:
  type: NodePort
  selector:
    app: @{inner}
  ports:
    - name: http
      port: 80
      targetPort: 8080
      nodePort: @{nodePort}
YAML
sleep 15
