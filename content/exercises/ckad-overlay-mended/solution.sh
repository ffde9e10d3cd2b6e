cd /opt/work/site/overlays/live
sed -i '@{fault.mend}' @{fault.where}
cat >> kustomization.yaml <<'YAML'
secretGenerator:
  - name: @{app}-key
    files:
      - token=key.txt
images:
  - name: web-server
    newName: nginx
    newTag: '@{tag}'
labels:
  - pairs:
      team: @{team}
    includeSelectors: false
YAML
sed -i '/^patches:/r /dev/stdin' kustomization.yaml <<'YAML'
  - patch: |-
      apiVersion: v1
      kind: Service
      metadata:
        name: @{app}
      spec:
        type: NodePort
        ports:
          - port: 80
            nodePort: @{nodePort}
YAML
kubectl apply -k .
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
