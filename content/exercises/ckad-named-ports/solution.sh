cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Service
metadata:
  name: @{app}
  namespace: @{namespace}
spec:
  type: NodePort
  selector:
    app: @{app}
  ports:
    - name: web
      port: @{port}
      targetPort: web
      nodePort: @{nodePort}
    - name: numbers
      port: 9100
      targetPort: stats
YAML
kubectl patch service @{empty} -n @{namespace} -p '@{fault.mend}'
kubectl create service externalname @{alias} -n @{namespace} --external-name=@{real}.@{there}.svc.cluster.local
sleep 5
