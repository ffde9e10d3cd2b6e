@{fault.mend}
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Service
metadata:
  name: @{web}-out
  namespace: @{namespace}
spec:
  type: NodePort
  selector:
    app: @{web}
    part: pages
  ports:
    - port: @{out.port}
      targetPort: 80
      nodePort: @{out.node}
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 10
