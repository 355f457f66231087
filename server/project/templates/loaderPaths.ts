/** The loaders of django.template.loaders, by the dotted paths of their classes. */
export const cachedLoader = 'django.template.loaders.cached.Loader';
/** Searches the engine's DIRS. */
export const filesystemLoader = 'django.template.loaders.filesystem.Loader';
/** Searches the apps' folders of templates. */
export const appDirectoriesLoader = 'django.template.loaders.app_directories.Loader';
