kubectl patch deployment @{app} -n @{namespace} --patch '
spec:
  template:
    spec:
      volumes:
        - name: html
          emptyDir:
            medium: Memory
        - name: template
          configMap:
            name: @{app}-template
      initContainers:
        - name: render
          image: busybox:1.36
          env:
            - name: POD
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          command: [sh, -c, "sed s/POD/$POD/ /template/page.txt > /html/index.html"]
          volumeMounts:
            - name: html
              mountPath: /html
            - name: template
              mountPath: /template
      containers:
        - name: web
          volumeMounts:
            - name: html
              mountPath: /usr/share/nginx/html
'
kubectl patch deployment @{stuck} -n @{namespace} --type=json -p '@{fault.mend}'
cat <<'YAML' | kubectl apply -f -
apiVersion: v1
kind: Pod
metadata:
  name: @{pod}
  namespace: @{namespace}
  labels:
    team: @{team}
spec:
  containers:
    - name: main
      image: busybox:1.36
      command: [sleep, "1000000"]
      resources:
        limits:
          memory: @{memory.limit}
      volumeMounts:
        - name: facts
          mountPath: /etc/facts
  volumes:
    - name: facts
      projected:
        defaultMode: 0440
        sources:
          - downwardAPI:
              items:
                - path: labels
                  fieldRef: { fieldPath: metadata.labels }
                - path: memory
                  resourceFieldRef: { containerName: main, resource: limits.memory, divisor: 1Mi }
          - configMap:
              name: @{pod}-settings
              items: [{ key: settings.conf, path: settings.conf }]
          - secret:
              name: @{pod}-key
              items: [{ key: token, path: key }]
YAML
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=120s
kubectl rollout status deployment/@{stuck} -n @{namespace} --timeout=120s
sleep 10
