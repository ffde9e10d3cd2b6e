# fails: policy/exec
# kubectl opens exec by a WebSocket, which begins as a GET: the verb is "get".
cat > /etc/kubernetes/audit/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
omitStages: [RequestReceived]
rules:
  - { level: None, userGroups: ['system:nodes'] }
  - { level: Metadata, resources: [{ group: '', resources: [secrets, configmaps] }] }
  - { level: Request, namespaces: [bank], verbs: [create, update, patch, delete] }
  - { level: Metadata, verbs: [create, update, patch, delete] }
YAML
crictl stop $(crictl ps -q --name kube-apiserver)
sleep 45
