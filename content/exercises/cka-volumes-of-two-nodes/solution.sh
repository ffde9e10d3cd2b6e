@{shared.mend}
kubectl patch deployment @{app} -n @{namespace} -p '{"spec": {"template": {"spec": {"volumes": [{"name": "scratch", "emptyDir": {"sizeLimit": "@{limit}"}}]}}}}'
kubectl patch deployment @{viewer} -n @{namespace} --patch-file=/dev/stdin <<'YAML'
spec:
  template:
    spec:
      volumes:
        - name: settings
          projected:
            defaultMode: 0400
            sources:
              - configMap:
                  name: @{viewer}-settings
                  items:
                    - key: main
                      path: settings.ini
              - secret:
                  name: @{viewer}-login
              - downwardAPI:
                  items:
                    - path: labels
                      fieldRef:
                        fieldPath: metadata.labels
YAML
sleep 100
