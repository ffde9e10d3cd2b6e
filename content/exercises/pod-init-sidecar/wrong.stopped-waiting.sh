# fails: stuck/still-waits
# The Pods start, and would without a database too.
kubectl patch deployment front --namespace=library --patch '
spec:
  template:
    spec:
      initContainers:
        - name: wait-for-db
          command: [sh, -c, "echo found"]
'
kubectl rollout status deployment/front --namespace=library --timeout=120s
