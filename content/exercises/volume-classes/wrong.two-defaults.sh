# fails: default/only-one
kubectl annotate storageclass local-path storageclass.kubernetes.io/is-default-class=true --overwrite
