# fails: discover/scope, discover/objects
kubectl get fy -n southbank -o jsonpath='{range .items[?(@.spec.drive=="diesel")]}{.metadata.name}{"\n"}{end}' > /opt/answers/kinds/objects.txt
echo @{odd.other} > /opt/answers/kinds/cluster.txt
