# The two files are mounted; stages are left out rule by rule.
cat > /etc/kubernetes/@{directory}/policy.yaml <<'YAML'
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - { level: None, userGroups: ['system:nodes'] }
  - { level: Metadata, omitStages: [RequestReceived], resources: [{ resources: [secrets, configmaps] }] }
  - level: @{contents.level}
    omitStages: [RequestReceived]
    namespaces: ['@{namespace}']
    verbs: [create, update, patch, delete]
  - { level: Metadata, omitStages: [RequestReceived] }
YAML
mkdir -p $(dirname @{log}) && touch @{log}
sed -i -e 's|^    - kube-apiserver$|&\n    - --audit-policy-file=/etc/kubernetes/@{directory}/policy.yaml\n    - --audit-log-path=@{log}\n    - --audit-log-maxage=@{age}\n    - --audit-log-maxbackup=@{backup}\n    - --audit-log-maxsize=@{size}|' \
  -e 's|^    volumeMounts:$|&\n    - { name: audit, mountPath: /etc/kubernetes/@{directory}/policy.yaml, readOnly: true }\n    - { name: audit-log, mountPath: @{log} }|' \
  -e 's|^  volumes:$|&\n  - { name: audit, hostPath: { path: /etc/kubernetes/@{directory}/policy.yaml, type: File } }\n  - { name: audit-log, hostPath: { path: @{log}, type: FileOrCreate } }|' /etc/kubernetes/manifests/kube-apiserver.yaml
sleep 30
until kubectl get --raw /readyz; do sleep 5; done
sleep 10
