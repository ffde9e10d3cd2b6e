cd /opt/work/site/overlays/live
cat > kustomization.yaml <<'YAML'
namespace: @{namespace}
resources: [../../base]
replicas: [{ name: '@{app}', count: @{replicas} }]
images: [{ name: web-server, newName: nginx, newTag: '@{tag}' }]
commonAnnotations: { made-by: hand }
configMapGenerator: [{ name: '@{app}-page', files: [index.html=page.html] }]
secretGenerator: [{ name: '@{app}-key', literals: ['token=@{token}'] }]
labels: [{ pairs: { team: '@{team}' } }]
patches:
  - target: { kind: Service, name: '@{app}' }
    patch: |-
      - { op: add, path: /spec/type, value: NodePort }
      - { op: add, path: /spec/ports/0/nodePort, value: @{nodePort} }
YAML
kubectl kustomize . > /tmp/all.yaml
kubectl apply -f /tmp/all.yaml
kubectl rollout status deployment/@{app} -n @{namespace} --timeout=60s
sleep 5
