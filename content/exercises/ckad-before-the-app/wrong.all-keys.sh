# fails: facts/files, facts/modes
# All keys of the ConfigMap, the Secret's key by its own name, memory in bytes, the usual mode.
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata: { name: @{pod}, namespace: @{namespace}, labels: { team: @{team} } }
spec:
  containers:
    - name: main
      image: busybox:1.36
      command: [sleep, "1000000"]
      resources: { limits: { memory: @{memory.limit} } }
      volumeMounts: [{ name: facts, mountPath: /etc/facts }]
  volumes:
    - name: facts
      projected:
        sources:
          - downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }, { path: memory, resourceFieldRef: { containerName: main, resource: limits.memory } }] }
          - configMap: { name: @{pod}-settings }
          - secret: { name: @{pod}-key }
YAML
sleep 20
