# The Pod again, with its labels; the policy with expressions.
kubectl get pod @{pod} -n @{namespace} -o json | jq 'del(.metadata.uid, .metadata.resourceVersion, .status, .spec.nodeName) | .metadata.labels += @{fault.labels}' > pod.json
kubectl replace --force -f pod.json
kubectl wait -n @{namespace} --for=condition=Ready pod/@{pod} --timeout=60s
kubectl create -f - <<'YAML'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: @{vault}-in, namespace: @{namespace} }
spec:
  podSelector: { matchExpressions: [{ key: app, operator: In, values: [@{vault}] }] }
  ingress:
    - ports: [{ port: 8080 }]
      from:
        - podSelector: { matchExpressions: [{ key: job, operator: In, values: [reader] }] }
          namespaceSelector: { matchExpressions: [{ key: team, operator: In, values: [@{team}] }] }
YAML
sleep 5
