# The default class first; Ingresses by command, the old one made anew without a class, the fallback apart.
kubectl annotate ingressclass nginx ingressclass.kubernetes.io/is-default-class=true
kubectl get ingress @{old} -n @{namespace} -o json | jq 'del(.spec.ingressClassName, .metadata.uid, .metadata.resourceVersion, .status)' | kubectl replace --force -f -
kubectl create ingress site -n @{namespace} --class=nginx --rule='@{hostA}/*=@{first}:80'
kubectl create ingress inner -n @{namespace} --class=nginx --rule='@{hostB}@{prefix}/?(.*)=@{second}:@{port}' --annotation nginx.ingress.kubernetes.io/rewrite-target='/$1' --annotation nginx.ingress.kubernetes.io/use-regex=true --dry-run=client -o yaml |
  sed 's#Exact#ImplementationSpecific#; s#/?(.\*)#(?:$|/(.*))#' | kubectl create -f -
kubectl create ingress rest -n @{namespace} --default-backend=@{fallback}:80
sleep 30
